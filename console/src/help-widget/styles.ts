/** The page around it can move and colour the button by these custom properties, and nothing else. */
export const styles = `
:host{all:initial;color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
*{box-sizing:border-box;font:inherit}
button,a{min-height:44px;border-radius:8px;border:1px solid #7c8698;background:Canvas;color:CanvasText;padding:8px 16px;font-weight:600;cursor:pointer;text-decoration:none;display:inline-flex;align-items:center}
.open{position:fixed;right:var(--latchkey-help-right,20px);bottom:var(--latchkey-help-bottom,20px);z-index:2147483000;border-radius:999px;box-shadow:0 2px 10px rgb(0 0 0/.25)}
.open,.main{background:var(--latchkey-help-colour,#4459d8);border-color:transparent;color:#fff}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
dialog{width:min(420px,calc(100vw - 24px));border:1px solid #7c8698;border-radius:12px;padding:20px;background:Canvas;color:CanvasText}
dialog::backdrop{background:rgb(0 0 0/.5)}
h2{font-size:18px;font-weight:650;margin:0 0 12px}
p{margin:0 0 12px}
label{display:block;margin-bottom:12px}
label span{display:block;font-weight:550;margin-bottom:2px}
input,textarea{width:100%;min-height:44px;border:1px solid #7c8698;border-radius:8px;padding:8px 10px;background:Field;color:FieldText}
.trouble{color:light-dark(#a51d1d,#ffa8a8);font-weight:600}
.trouble:empty{display:none}
.row{display:flex;flex-wrap:wrap;gap:8px;justify-content:flex-end}
button:disabled{opacity:.6}`;
