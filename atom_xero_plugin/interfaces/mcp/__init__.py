"""The MCP server: every skill as a tool for AI chats, over stdio or on loopback by streamable HTTP."""
