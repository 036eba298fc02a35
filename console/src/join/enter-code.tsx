import { type ClipboardEvent, type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { Joined } from '../../../contracts/guest-protocol/frames';
import { looksLikeCode, normalisedCode } from '../../../contracts/guest-protocol/session-code';
import { Heading, useTexts } from './guest-page';
import { join, report, type JoinOutcome } from './joining';
import type { Texts } from './texts';

interface EnterCodeProps {
  /** Of a link; null for whoever was read a code. */
  secret: string | null;
  onJoined: (joined: Joined) => void;
}

const GROUPS = [0, 1, 2] as const;
const GROUP_LENGTH = 3;

type Trouble = Exclude<JoinOutcome, { kind: 'joined' }> | { readonly kind: 'incomplete' };

/** Where a code is typed, or a link is followed. */
export function EnterCode({ secret, onJoined }: EnterCodeProps) {
  const texts = useTexts();
  const [link, setLink] = useState(secret);
  const [name, setName] = useState('');
  const [groups, setGroups] = useState(['', '', '']);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState<'asking' | 'working' | null>(null);
  const [isReported, setReported] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const code = normalisedCode(groups.join(''));
    if (link === null && !looksLikeCode(code)) return setTrouble({ kind: 'incomplete' });
    setTrouble(null);
    setBusy('asking');
    const outcome = await join({ ...(link === null ? { code } : { token: link }), ...(name.trim() && { name: name.trim() }) }, () => setBusy('working'));
    setBusy(null);
    if (outcome.kind === 'joined') return onJoined(outcome.joined);
    setTrouble(outcome);
    if (outcome.kind === 'wrong') setLink(null);
  };
  const refuse = async () => {
    if (link !== null) await report({ token: link }).catch(() => undefined);
    setReported(true);
  };

  if (isReported)
    return (
      <section className="card narrow">
        <Heading key="reported">{texts.reportedTitle}</Heading>
        <p>{texts.reported}</p>
      </section>
    );
  return (
    <form className="card narrow" onSubmit={(event) => void submit(event)} noValidate>
      <Heading key={link === null ? 'code' : 'link'}>{link === null ? texts.enterTitle : texts.linkTitle}</Heading>
      <p className="quiet">{link === null ? texts.enterLead : texts.linkLead}</p>
      {link === null && <CodeBox groups={groups} onChange={setGroups} isWrong={trouble?.kind === 'wrong' || trouble?.kind === 'incomplete'} />}
      <label className="field">
        <span>{texts.yourName}</span>
        <input value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={80} autoComplete="name" />
      </label>
      <div id="trouble" role="alert">
        {trouble && <p className="trouble">{inWords(trouble, texts)}</p>}
      </div>
      <div role="status">{busy === 'working' && <p className="quiet">{texts.working}</p>}</div>
      <button className="main" disabled={busy !== null}>
        {texts.join}
      </button>
      <p className="note">{texts.safety}</p>
      {link !== null && (
        <button type="button" className="plain" onClick={() => void refuse()}>
          {texts.notAsked}
        </button>
      )}
    </form>
  );
}

function inWords(trouble: Trouble, texts: Texts): string {
  return trouble.kind === 'too-many' ? texts.tooMany(trouble.seconds) : texts[trouble.kind];
}

interface CodeBoxProps {
  groups: readonly string[];
  onChange: (groups: string[]) => void;
  isWrong: boolean;
}

/** Three groups that read as one: what is typed or pasted runs on into the next. */
function CodeBox({ groups, onChange, isWrong }: CodeBoxProps) {
  const texts = useTexts();
  const inputs = useRef<(HTMLInputElement | null)[]>([]);

  const write = (index: number, typed: string) => {
    const symbols = normalisedCode(typed);
    const next = [...groups];
    let at = index;
    // One symbol too many goes on in the next group; a whole code fills all of them.
    for (let rest = symbols; at < GROUPS.length; at++, rest = rest.slice(GROUP_LENGTH)) {
      if (at > index && rest === '') break;
      next[at] = rest.slice(0, GROUP_LENGTH);
    }
    onChange(next);
    const last = Math.min(index + Math.floor(symbols.length / GROUP_LENGTH), GROUPS.length - 1);
    if (last > index) inputs.current[last]?.focus();
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = normalisedCode(event.clipboardData.getData('text'));
    if (pasted.length <= GROUP_LENGTH) return;
    event.preventDefault();
    write(0, pasted);
  };
  const key = (index: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Backspace' && groups[index] === '') inputs.current[index - 1]?.focus();
  };
  return (
    <fieldset className="code">
      <legend>{texts.codeLegend}</legend>
      <div className="groups">
        {GROUPS.map((index) => (
          <input
            key={index}
            ref={(input) => void (inputs.current[index] = input)}
            value={groups[index]}
            onChange={(event) => write(index, event.currentTarget.value)}
            onPaste={paste}
            onKeyDown={key(index)}
            aria-label={texts.group(index + 1)}
            aria-invalid={isWrong}
            aria-describedby="code-hint trouble"
            autoCapitalize="characters"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
          />
        ))}
      </div>
      <p id="code-hint" className="note">
        {texts.codeHint}
      </p>
    </fieldset>
  );
}
