/**
 * The help widget: a button in somebody else's page that asks for help there and shows the way into the session. Everything of it is in
 * its own shadow, it keeps nothing in the browser, and it makes no markup out of text.
 *
 *   <script src="https://support.example.org/help.js" data-site="pk_…" data-label="Help" defer></script>
 *
 * Tells its page what happens by `postMessage` to the page itself: `{source: 'latchkey-help', event: 'opened' | 'asked' | 'failed' | 'closed'}`.
 */
import { styles } from './styles';
import { wordsFor } from './words';

const script = document.currentScript as HTMLScriptElement | null;
if (script?.dataset['site']) begin(script, script.dataset['site']);

type Happening = 'opened' | 'asked' | 'failed' | 'closed';

function begin({ src, dataset }: HTMLScriptElement, key: string): void {
  const words = wordsFor(dataset['language'] ?? document.documentElement.lang ?? navigator.language);
  const host = document.createElement('latchkey-help');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];

  const button = element('button', { type: 'button', className: 'open', textContent: dataset['label'] ?? words.button });
  const dialog = element('dialog', { ariaLabel: words.title });
  const trouble = element('p', { className: 'trouble', role: 'alert' });
  const name = element('input', { required: true, maxLength: 80, autocomplete: 'name' });
  const issue = element('textarea', { required: true, maxLength: 500, rows: 3 });
  const email = element('input', { type: 'email', maxLength: 254, autocomplete: 'email' });
  const send = element('button', { className: 'main', textContent: words.ask });
  const close = element('button', { type: 'button', textContent: words.close });
  const form = element('form', {}, element('h2', { textContent: words.title }), field(words.name, name), field(words.issue, issue), field(words.email, email), trouble, element('div', { className: 'row' }, close, send));
  dialog.append(form);
  shadow.append(button, dialog);
  (document.body ?? document.documentElement).append(host);

  const tell = (event: Happening): void => window.postMessage({ source: 'latchkey-help', event }, window.location.origin);
  button.onclick = () => {
    dialog.showModal();
    tell('opened');
  };
  close.onclick = () => dialog.close();
  dialog.onclose = () => tell('closed');
  form.onsubmit = (event) => {
    event.preventDefault();
    void ask();
  };

  async function ask(): Promise<void> {
    send.disabled = true;
    trouble.textContent = '';
    try {
      const response = await fetch(new URL('/guest/v1/help-requests', src), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        credentials: 'omit',
        body: JSON.stringify({ key, name: name.value, issue: issue.value, ...(email.value && { email: email.value }) }),
      });
      if (!response.ok) throw response;
      const { joinUrl } = (await response.json()) as { joinUrl: string };
      const link = element('a', { href: joinUrl, target: '_blank', rel: 'noreferrer', className: 'main', textContent: words.goOn });
      form.replaceChildren(element('h2', { textContent: words.asked }), element('p', { textContent: words.next, role: 'status' }), element('div', { className: 'row' }, close, link));
      link.focus();
      tell('asked');
    } catch (refusal) {
      trouble.textContent = refusal instanceof Response && refusal.status === 429 ? words.tooMany : words.failed;
      tell('failed');
    } finally {
      send.disabled = false;
    }
  }
}

function field(label: string, input: HTMLElement): HTMLElement {
  return element('label', {}, element('span', { textContent: label }), input);
}

function element<T extends keyof HTMLElementTagNameMap>(tag: T, properties: Partial<HTMLElementTagNameMap[T]>, ...children: Node[]): HTMLElementTagNameMap[T] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
