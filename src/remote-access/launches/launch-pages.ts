import { NO_SCRIPT_FROM_TEXT } from '../../platform/http/security-headers.js';

/** A page of ours on the way to a session; everything in it is escaped, only what carries its nonce runs. */
export interface LaunchPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { min-height: 100vh; margin: 0; display: grid; place-items: center; }
  main { max-width: 32rem; padding: 2rem; text-align: center; }
  button, a { font: inherit; padding: 0.5rem 1rem; border-radius: 0.5rem; border: 1px solid currentColor; background: none; color: inherit; text-decoration: none; }
  code { opacity: 0.7; }`;

/** Carries a one-time value to the engine's own origin by a form, which keeps it out of addresses, histories and logs. */
export function enterPage(enginePageUrl: string, entry: string, nonce: string): LaunchPage {
  return page(
    nonce,
    'Opening the session',
    `<p>Opening the session …</p>
     <form id="enter" method="post" action="${escape(enginePageUrl)}/latchkey/enter"><input type="hidden" name="value" value="${escape(entry)}"><button>Continue</button></form>
     <script nonce="${escape(nonce)}">document.getElementById('enter').submit()</script>`,
    enginePageUrl,
  );
}

/**
 * Sends the browser on to a server that somebody else runs. A page and no redirect: the console's policy lets its forms lead nowhere
 * but home and to the engine, which browsers hold against redirects, too. Replaced in the history, and told to nobody as a referrer.
 */
export function leavePage(address: string, nonce: string): LaunchPage {
  return page(
    nonce,
    'Opening the session',
    `<p>Opening the session at ${escape(new URL(address).host)} …</p>
     <p><a id="leave" rel="noreferrer" href="${escape(address)}">Continue</a></p>
     <script nonce="${escape(nonce)}">location.replace(document.getElementById('leave').href)</script>`,
    null,
  );
}

/** Says in words why a launch was refused. */
export function refusedPage(refusal: { readonly code: string; readonly title: string; readonly detail: string }, nonce: string): LaunchPage {
  return page(nonce, refusal.title, `<h1>${escape(refusal.title)}</h1><p>${escape(refusal.detail)}</p><p><code>${escape(refusal.code)}</code></p><p><a href="/devices">Back to the devices</a></p>`, null);
}

function page(nonce: string, title: string, body: string, formTarget: string | null): LaunchPage {
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} · Latchkey</title><style nonce="${escape(nonce)}">${STYLE}</style></head><body><main>${body}</main></body></html>`,
    contentSecurityPolicy: [
      "default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src 'nonce-${nonce}'`, "base-uri 'none'", "frame-ancestors 'none'",
      `form-action ${formTarget ?? "'none'"}`, NO_SCRIPT_FROM_TEXT,
    ].join('; '),
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
