import { page } from './page.js';

/** Chat and Status. Closing it ends nothing. */
export const SIDEBAR_PAGE = page(
  'Remote support',
  `body { display: flex; flex-direction: column; }
   header { padding: 14px 16px 10px; } header p { margin: 0; display: flex; gap: 8px; align-items: baseline; }
   #dot { flex: none; width: 10px; height: 10px; border-radius: 50%; background: var(--quiet); } #dot.hosted { background: #1f9d4d; } #dot.disconnected { background: #d13434; }
   nav { display: flex; border-bottom: 1px solid var(--line); padding: 0 8px; }
   nav button { border: 0; background: none; border-radius: 0; padding: 8px 12px; color: var(--quiet); border-bottom: 3px solid transparent; }
   nav button[aria-selected=true] { color: var(--ink); border-bottom-color: var(--accent); }
   main { flex: 1; min-height: 0; display: flex; flex-direction: column; }
   #lines { flex: 1; overflow-y: auto; padding: 12px 16px; display: flex; flex-direction: column; gap: 10px; user-select: text; -webkit-user-select: text; }
   .line { max-width: 85%; padding: 7px 11px; border-radius: 11px; background: var(--soft); overflow-wrap: anywhere; white-space: pre-wrap; } .line small { display: block; color: var(--quiet); font-size: 12px; }
   .line.guest { align-self: flex-end; background: var(--accent); color: var(--on-accent); } .line.guest small { color: inherit; opacity: .85; }
   .line.system { align-self: center; background: none; color: var(--quiet); font-size: 13.5px; text-align: center; }
   form { display: flex; gap: 8px; padding: 10px 12px 12px; border-top: 1px solid var(--line); } form input { flex: 1; min-width: 0; }
   dl { margin: 0; padding: 14px 16px; overflow-y: auto; user-select: text; -webkit-user-select: text; } dt { color: var(--quiet); font-size: 13px; } dd { margin: 0 0 12px; overflow-wrap: anywhere; }`,
  `<header><h1 id="title"></h1><p><span id="dot" aria-hidden="true"></span><span id="words" role="status"></span></p></header>
   <nav role="tablist"><button role="tab" id="tab-chat" aria-controls="chat">Chat</button><button role="tab" id="tab-status" aria-controls="status">Status</button></nav>
   <main id="chat" role="tabpanel"><div id="lines" aria-live="polite"></div><form id="say"><input type="text" id="text" aria-label="Message" placeholder="Write a message" autocomplete="off" maxlength="4000"><button class="main">Send</button></form></main>
   <main id="status" role="tabpanel" hidden><dl id="facts"></dl></main>`,
  `const open = (name) => { for (const each of ['chat', 'status']) { by(each).hidden = each !== name; by('tab-' + each).setAttribute('aria-selected', String(each === name)); } };
   by('tab-chat').onclick = () => open('chat'); by('tab-status').onclick = () => open('status'); open('chat');
   by('say').onsubmit = (event) => { event.preventDefault(); const text = by('text').value; if (text.trim()) tell({ type: 'chat', text }); by('text').value = ''; };
   const time = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
   const node = (tag, text, kind) => { const made = document.createElement(tag); made.textContent = text; if (kind) made.className = kind; return made; };
   let drawn = 0;
   window.draw = (view) => {
     put('title', view.title); put('words', view.words); by('dot').className = view.presence;
     const lines = by('lines');
     if (view.chat.length < drawn) { lines.replaceChildren(); drawn = 0; }
     for (const line of view.chat.slice(drawn)) {
       const made = node('div', line.text, 'line ' + line.from);
       if (line.from !== 'system') made.prepend(node('small', line.name + ' · ' + time(line.at)));
       lines.append(made); lines.scrollTop = lines.scrollHeight;
     }
     drawn = view.chat.length;
     const facts = [{ label: 'State', value: view.words }, ...view.status].flatMap(({ label, value }) => [node('dt', label), node('dd', value)]);
     facts.push(node('dt', 'Most recent error'), view.lastError ? node('dd', view.lastError.text + ' (' + time(view.lastError.at) + ')', 'bad') : node('dd', 'none'));
     by('facts').replaceChildren(...facts);
   };`,
);
