import { catalogueEntry } from '../../contracts/error-catalogue.js';
import type { SettingValue } from '../../contracts/policy-settings.js';
import { MODES, modesOf } from './modes.js';

describe('the ways to open a device', () => {
  it.each<{ when: string; device: { hasDisplay: boolean }; settings: Record<string, SettingValue>; codes: (string | undefined)[] }>([
    { when: 'it has a display and the policy says nothing', device: { hasDisplay: true }, settings: {}, codes: [undefined, undefined, undefined] },
    { when: 'it has no display', device: { hasDisplay: false }, settings: {}, codes: ['RA-LNX-03', undefined, undefined] },
    { when: 'the policy forbids the terminal', device: { hasDisplay: true }, settings: { 'capability.terminal': false }, codes: [undefined, 'RA-LCH-17', undefined] },
    { when: 'the policy forbids files', device: { hasDisplay: true }, settings: { 'capability.files': false }, codes: [undefined, undefined, 'RA-LCH-17'] },
    { when: 'the policy allows to watch only', device: { hasDisplay: true }, settings: { 'capability.control': false }, codes: [undefined, undefined, undefined] },
  ])('are those that are left when $when', ({ device, settings, codes }) => {
    const modes = Object.values(modesOf(MODES, device, settings));
    expect(modes).toEqual(codes.map((code) => (code ? { usable: false, code } : { usable: true })));
    for (const code of codes) if (code) expect(catalogueEntry(code)).not.toBeNull();
  });

  it('are a session of its own where that is all that a product opens, with a display or without', () => {
    const notOffered = { usable: false, code: 'RA-LCH-18' };
    for (const hasDisplay of [true, false]) expect(modesOf(['desktop'], { hasDisplay }, {})).toEqual({ desktop: { usable: true }, terminal: notOffered, files: notOffered });
  });
});
