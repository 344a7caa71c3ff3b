// A record that opens beside its list: the list keeps its place and its ticks, and shows which row is open.

function opened() {
  const place = document.getElementById("beside");
  if (!place) return;
  place.closest(".split").classList.toggle("open", place.childElementCount > 0);
  for (const row of document.querySelectorAll("#records tbody tr")) {
    const link = row.querySelector("th[scope=row] a");
    row.classList.toggle("here", link?.pathname === location.pathname);
  }
}

document.addEventListener("htmx:after:swap", (event) => {
  if (event.target?.id === "beside" || document.getElementById("beside")?.contains(event.target)) setTimeout(opened);
});
document.addEventListener("htmx:after:history:update", opened);
