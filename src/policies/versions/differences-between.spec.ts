import { differencesBetween, type PolicyWords } from './differences-between.js';

const first: PolicyWords = { name: 'Front desks', description: '', enabled: true, settings: { enabled: true, 'consent.mode': 'always' } };

describe('what separates two versions of a policy', () => {
  it('is nothing where they say the same, in whatever order', () => {
    expect(differencesBetween(first, { ...first, settings: { 'consent.mode': 'always', enabled: true } })).toEqual([]);
  });

  it('is each field and setting with what it was and what it became', () => {
    expect(differencesBetween(first, { ...first, name: 'Desks', enabled: false, settings: { enabled: false, 'session.maxMinutes': 60 } })).toEqual([
      { pointer: '/name', before: 'Front desks', after: 'Desks' },
      { pointer: '/enabled', before: true, after: false },
      { pointer: '/settings/consent.mode', before: 'always', after: null },
      { pointer: '/settings/enabled', before: true, after: false },
      { pointer: '/settings/session.maxMinutes', before: null, after: 60 },
    ]);
  });

  it('is only what was configured where there was nothing before', () => {
    expect(differencesBetween(null, first).map(({ pointer }) => pointer)).toEqual(['/settings/consent.mode', '/settings/enabled']);
  });
});
