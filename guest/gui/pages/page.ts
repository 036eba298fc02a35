/** A page of the windows: its own style and script, nothing from anywhere else. Texts are only ever set as text. */
export function page(title: string, style: string, body: string, script: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<style>${COMMON_STYLE}${style}</style></head>
<body>${body}<script>${COMMON_SCRIPT}${script}</script></body></html>`;
}

const COMMON_STYLE = `
:root { color-scheme: light dark; --paper: #fff; --soft: #f3f5f8; --line: #d5dae1; --ink: #1b2430; --quiet: #566173; --accent: #1f5fbf; --on-accent: #fff; --bad: #b32020; }
@media (prefers-color-scheme: dark) { :root { --paper: #1d2229; --soft: #272d36; --line: #3d4653; --ink: #eef1f5; --quiet: #a9b3c1; --accent: #7fb0ff; --on-accent: #10151c; --bad: #ff9a94; } }
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { font: 15px/1.45 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; background: var(--paper); color: var(--ink); overflow: hidden; cursor: default; user-select: none; -webkit-user-select: none; }
button { font: inherit; font-weight: 600; padding: 8px 18px; border-radius: 7px; border: 1px solid var(--line); background: var(--soft); color: var(--ink); }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:disabled { opacity: .45; }
button:focus-visible, input:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
input[type=text] { font: inherit; width: 100%; padding: 8px 10px; border: 1px solid var(--line); border-radius: 7px; background: var(--paper); color: var(--ink); }
h1 { font-size: 19px; line-height: 1.3; margin: 0 0 4px; }
.quiet { color: var(--quiet); }
.bad { color: var(--bad); }
[hidden] { display: none !important; }
`;

const COMMON_SCRIPT = `
const tell = (message) => window.ipc.postMessage(JSON.stringify(message));
const by = (id) => document.getElementById(id);
const put = (id, text) => { const node = by(id); if (node.textContent !== text) node.textContent = text; };
document.addEventListener('contextmenu', (event) => event.preventDefault());
`;
