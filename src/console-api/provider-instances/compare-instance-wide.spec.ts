import type { InstanceWideSetting } from '../../remote-access/index.js';
import { compareInstanceWide, type WantedByPolicy } from './compare-instance-wide.js';

const SETTINGS: readonly InstanceWideSetting[] = [
  { key: 'visibility.banner', title: 'Banner', name: 'ShowBanner', outOfTheBox: true, place: 'Settings', path: '/Administration', needsReinstall: true, code: null },
];
const wants = (key: string, value: boolean, policyName = 'Standard'): WantedByPolicy => ({ policyId: policyName, policyName, key, value });
const banner = (wanted: WantedByPolicy[]) => compareInstanceWide(SETTINGS, wanted, 'https://remote.example.org').find(({ key }) => key === 'visibility.banner')!;

describe('a setting that a server can have only once', () => {
  it.each([
    ['nobody-asks', []],
    ['nobody-asks', [wants('visibility.trayIcon', true)]],
    ['as-delivered', [wants('visibility.banner', true)]],
    ['to-be-set', [wants('visibility.banner', false)]],
    ['as-delivered', [wants('visibility.banner', true), wants('visibility.banner', true, 'Servers')]],
    ['conflict', [wants('visibility.banner', true), wants('visibility.banner', false, 'Servers')]],
  ] as const)('is %s', (standing, wanted) => {
    expect(banner([...wanted]).standing).toBe(standing);
  });

  it('names the policies on both sides of a conflict, where to set it, and what that costs', () => {
    expect(banner([wants('visibility.banner', true), wants('visibility.banner', false, 'Servers')])).toMatchObject({
      wanted: [{ value: true, policies: [{ name: 'Standard' }] }, { value: false, policies: [{ name: 'Servers' }] }],
      url: 'https://remote.example.org/Administration', needsReinstall: true,
    });
  });
});
