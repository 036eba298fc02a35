import { REMOTE_ACCESS_DEFAULTS, REMOTE_ACCESS_SETTINGS, type SettingDefinition, type SettingValue } from '../../contracts/policy-settings.js';
import { loosenedSettings } from './loosened-settings.js';

const loosened = (without: Record<string, SettingValue>, wanted: Record<string, SettingValue>) =>
  loosenedSettings(REMOTE_ACCESS_SETTINGS, { ...REMOTE_ACCESS_DEFAULTS, ...without }, wanted);

describe('what an override loosens', () => {
  it.each<{ without: Record<string, SettingValue>; wanted: Record<string, SettingValue>; keys: string[] }>([
    { without: { 'consent.mode': 'always' }, wanted: { 'consent.mode': 'never' }, keys: ['consent.mode'] },
    { without: { 'consent.mode': 'never' }, wanted: { 'consent.mode': 'always' }, keys: [] },
    { without: { 'consent.mode': 'always' }, wanted: { 'consent.mode': 'always' }, keys: [] },
    { without: { 'consent.timeoutSeconds': 60 }, wanted: { 'consent.timeoutSeconds': 61 }, keys: ['consent.timeoutSeconds'] },
    { without: { 'consent.timeoutSeconds': 60 }, wanted: { 'consent.timeoutSeconds': 59 }, keys: [] },
    { without: { 'capability.terminal': false }, wanted: { 'capability.terminal': true }, keys: ['capability.terminal'] },
    { without: { enabled: false }, wanted: { enabled: true }, keys: [] },
    { without: { 'capability.recording': true }, wanted: { 'capability.recording': false }, keys: [] },
    { without: {}, wanted: { 'consent.mode': 'never' }, keys: ['consent.mode'] },
    { without: { 'visibility.banner': true, 'consent.onTimeout': 'deny' }, wanted: { 'consent.onTimeout': 'allow', 'visibility.banner': false }, keys: ['consent.onTimeout', 'visibility.banner'] },
  ])('is $keys when $without becomes $wanted', ({ without, wanted, keys }) => {
    expect(loosened(without, wanted)).toEqual(keys);
  });

  it.each([
    { wanted: 'mon-fri 09:00-12:00', keys: [] },
    { wanted: 'FRI 08:00-18:00, 08:00-09:00', keys: [] },
    { wanted: 'mon-sat 09:00-12:00', keys: ['hours'] },
    { wanted: 'always', keys: ['hours'] },
  ])('is $keys when hours of mon-fri 08:00-18:00 become $wanted', ({ wanted, keys }) => {
    const hours: SettingDefinition = { key: 'hours', group: 'session', title: '', help: '', type: { kind: 'weekly-hours' }, default: 'always', merge: 'intersection' };
    expect(loosenedSettings([hours], { hours: 'mon-fri 08:00-18:00' }, { hours: wanted })).toEqual(keys);
  });
});
