// Starts what makes pages quicker to use. Every page and every form works without it.
import { startChanges } from "./changes.js";
import { forgetAtSignOut, forgetSent } from "./drafts.js";
import { startKeys } from "./keys.js";
import { startLook } from "./look.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startRequests } from "./requests.js";
import { startRows } from "./rows.js";
import { startSelection } from "./selection.js";
import { startTimes } from "./times.js";
import { startToasts } from "./toasts.js";

for (const start of [
  startRequests,
  startKeys,
  startRows,
  startSelection,
  startMenus,
  startPalette,
  startLook,
  startToasts,
  startTimes,
  startChanges,
  forgetSent,
  forgetAtSignOut,
]) {
  start();
}
