import { placeSite, type PlacementWish, type PoolMember } from './place-site.js';

const member = (id: string, bend: Partial<PoolMember> = {}): PoolMember => ({ id, name: id, region: null, devices: 0, capacity: null, takesSites: true, enabled: true, ...bend });
const NOWHERE: PlacementWish = { region: null, clientsInstanceId: null, nearRegions: [] };
const HOME = member('home');
const FRANKFURT = member('frankfurt', { region: 'eu-central' });
const DUBLIN = member('dublin', { region: 'eu-west' });
const POOL = [HOME, FRANKFURT, DUBLIN];

describe('a new site', () => {
  it.each<{ when: string; pool?: PoolMember[]; wish: Partial<PlacementWish>; on: string | null; because?: string }>([
    { when: 'nothing speaks for any', wish: {}, on: 'home', because: 'The first provider instance of this installation' },
    { when: 'it names a region, however it is written', wish: { region: ' EU-West ' }, on: 'dublin', because: 'In the region of the site, eu-west' },
    { when: 'it names a region and the client is elsewhere', wish: { region: 'eu-west', clientsInstanceId: 'frankfurt' }, on: 'dublin' },
    { when: 'the client has a site already', wish: { clientsInstanceId: 'frankfurt', nearRegions: ['eu-west'] }, on: 'frankfurt', because: 'With the first site of the client' },
    { when: 'whoever creates it is near one', wish: { nearRegions: ['us-east', 'eu-west', 'eu-central'] }, on: 'dublin', because: 'Nearest to whoever created the site: region eu-west' },
    { when: 'the region that it names is nowhere', wish: { region: 'moon' }, on: 'home' },
    { when: 'the nearest is full', pool: [HOME, { ...FRANKFURT, capacity: 5, devices: 5 }, DUBLIN], wish: { nearRegions: ['eu-central', 'eu-west'] }, on: 'dublin' },
    { when: 'the first takes no sites', pool: [{ ...HOME, takesSites: false }, FRANKFURT], wish: {}, on: 'frankfurt', because: 'The first provider instance that takes new sites' },
    { when: 'the first is switched off', pool: [{ ...HOME, enabled: false }, FRANKFURT], wish: {}, on: 'frankfurt', because: 'The first provider instance that takes new sites' },
    { when: 'the client is on one that is switched off', pool: [HOME, { ...FRANKFURT, enabled: false }], wish: { clientsInstanceId: 'frankfurt' }, on: 'home' },
    { when: 'the client is on one that takes no more', pool: [HOME, { ...FRANKFURT, takesSites: false }], wish: { clientsInstanceId: 'frankfurt' }, on: 'home' },
    { when: 'two are in the region', pool: [member('a', { region: 'x', capacity: 10, devices: 5 }), member('b', { region: 'x', capacity: 100, devices: 20 })], wish: { region: 'x' }, on: 'b' },
    { when: 'one of the region has no limit', pool: [member('a', { region: 'x', capacity: 10, devices: 1 }), member('b', { region: 'x', devices: 2000 })], wish: { region: 'x' }, on: 'b' },
    { when: 'all are full', pool: [{ ...HOME, capacity: 1, devices: 2 }], wish: {}, on: null },
  ])('goes to $on when $when', ({ pool = POOL, wish, on, because }) => {
    const chosen = placeSite(pool, { ...NOWHERE, ...wish });
    expect(chosen?.instanceId ?? null).toBe(on);
    if (because) expect(chosen?.reason).toBe(because);
  });
});
