import { page } from './page.js';

/** What is asked of the guest: a code, whether to share, whether to be managed. Enter on nothing and closing the window are a No. */
export const DIALOG_PAGE = page(
  'Remote support',
  `body { padding: 22px 24px; }
   section { height: 100%; display: flex; flex-direction: column; }
   p { margin: 0 0 12px; }
   fieldset { border: 0; margin: 4px 0 0; padding: 0; }
   label.tick { display: flex; gap: 12px; align-items: flex-start; padding: 9px 12px; margin-bottom: 8px; border: 1px solid var(--line); border-radius: 8px; background: var(--soft); }
   label.tick input { width: 18px; height: 18px; margin: 2px 0 0; accent-color: var(--accent); }
   label.tick b { display: block; } label.tick span span { color: var(--quiet); font-size: 13.5px; }
   label.field { display: block; margin-bottom: 12px; font-weight: 600; } label.field input { margin-top: 4px; font-weight: 400; }
   #code { font-size: 20px; letter-spacing: 2px; text-transform: uppercase; }
   blockquote { margin: 0 0 12px; padding: 2px 12px; border-left: 3px solid var(--accent); overflow-wrap: anywhere; }
   .foot { margin-top: auto; display: flex; align-items: center; gap: 10px; padding-top: 10px; } .foot p { flex: 1; margin: 0; font-size: 13.5px; }
   pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); padding: 10px 12px; border-radius: 8px; user-select: text; -webkit-user-select: text; overflow: auto; }`,
  `<section id="consent" hidden>
     <h1 id="who"></h1><p class="quiet" id="from"></p>
     <blockquote id="reason"></blockquote>
     <fieldset><legend class="quiet">What do you allow?</legend>
       <label class="tick" id="view-row"><input type="checkbox" id="view"><span><b>See the screen</b><span>Everything that is on it, while the banner shows</span></span></label>
       <label class="tick" id="control-row"><input type="checkbox" id="control"><span><b>Use mouse and keyboard</b><span>You keep yours</span></span></label>
       <label class="tick" id="clipboard-row"><input type="checkbox" id="clipboard"><span><b>Share copied text</b><span>In both directions</span></span></label>
     </fieldset>
     <div class="foot"><p class="quiet" id="left" role="timer"></p><button id="decline">Decline</button><button class="main" id="allow">Allow</button></div>
   </section>
   <section id="ask-code" hidden>
     <h1>Join a support session</h1><p class="quiet">Enter what the technician tells you.</p>
     <label class="field">Code<input type="text" id="code" maxlength="15" autocomplete="off" spellcheck="false" placeholder="ABC-DEF-GHJ"></label>
     <label class="field">Server<input type="text" id="server" autocomplete="off" spellcheck="false" placeholder="help.example.org"></label>
     <p class="bad" id="error" role="alert"></p>
     <div class="foot"><p></p><button id="quit">Exit</button><button class="main" id="join">Join</button></div>
   </section>
   <section id="enrolment" hidden>
     <h1 id="enrol-who"></h1>
     <p id="enrol-from" class="quiet"></p>
     <p>If you allow it, this computer will belong to those that they look after, and they can reach it later without asking you again, as they have agreed with you.</p>
     <div class="foot"><p></p><button id="enrol-no">Decline</button><button class="main" id="enrol-yes">Allow</button></div>
   </section>
   <section id="command" hidden>
     <h1>One step is left</h1><p id="command-who"></p><pre id="command-text"></pre>
     <div class="foot"><p></p><button id="command-done">Close</button></div>
   </section>`,
  `let shown = '', until = 0;
   const decline = () => tell({ type: 'consent', consent: { view: false, control: false, clipboard: false } });
   const ticks = ['view', 'control', 'clipboard'];
   const settle = () => { const sees = by('view').checked; by('allow').disabled = !sees;
     for (const name of ['control', 'clipboard']) { by(name).disabled = !sees; if (!sees) by(name).checked = false; } };
   for (const name of ticks) by(name).onchange = settle;
   by('decline').onclick = decline;
   by('allow').onclick = () => tell({ type: 'consent', consent: Object.fromEntries(ticks.map((name) => [name, by(name).checked])) });
   by('quit').onclick = () => tell({ type: 'exit' });
   const join = () => tell({ type: 'code', code: by('code').value, server: by('server').value });
   by('join').onclick = join;
   for (const name of ['code', 'server']) by(name).onkeydown = (event) => { if (event.key === 'Enter') join(); };
   by('enrol-no').onclick = () => tell({ type: 'enrolment', allowed: false });
   by('enrol-yes').onclick = () => tell({ type: 'enrolment', allowed: true });
   by('command-done').onclick = () => tell({ type: 'close-dialog' });
   setInterval(() => { if (until) put('left', 'Declined by itself in ' + Math.max(0, Math.ceil((until - Date.now()) / 1000)) + ' s'); }, 250);
   window.draw = ({ dialog }) => {
     if (!dialog) return;
     const key = JSON.stringify(dialog), isNew = key !== shown;
     shown = key;
     for (const [id, kind] of [['consent', 'consent'], ['ask-code', 'code'], ['enrolment', 'enrolment'], ['command', 'command']]) by(id).hidden = dialog.kind !== kind;
     until = dialog.kind === 'consent' ? dialog.until : 0;
     if (!isNew) return;
     if (dialog.kind === 'consent') {
       put('who', dialog.hostName + ' wants to ' + (dialog.wants.control ? 'see and control' : 'see') + ' this computer');
       put('from', dialog.organisation + ' · ' + dialog.server);
       put('reason', dialog.reason || ''); by('reason').hidden = !dialog.reason;
       by('view').checked = dialog.wants.view; by('control').checked = by('clipboard').checked = false;
       for (const name of ticks) by(name + '-row').hidden = !dialog.wants[name];
       settle(); by('decline').focus();
     } else if (dialog.kind === 'code') {
       if (dialog.server && !by('server').value) by('server').value = dialog.server.replace(/^https:\\/\\//, '');
       put('error', dialog.error || ''); by('code').focus();
     } else if (dialog.kind === 'enrolment') {
       put('enrol-who', dialog.organisation + ' offers to look after this computer'); put('enrol-from', dialog.server); by('enrol-no').focus();
     } else {
       put('command-who', 'To have ' + dialog.organisation + ' look after this computer, run this as an administrator:'); put('command-text', dialog.command);
     }
   };`,
);
