import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { parseDeviceFilter } from '../../../contracts/device-filter.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { Conditions } from '../../platform/database/conditions.js';
import { filterSql } from './filter-sql.js';
import { KEPT_FACTS, PLACE_OF_DEVICE } from './kept-facts.js';

interface Computer {
  readonly name: string;
  readonly hostname: string;
  readonly os: string;
  readonly osVersion: string;
  readonly arch: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly site: string;
}

const SITES = ['High Street', 'High Street 2', '100%_Mill'];
const COMPUTERS: readonly Computer[] = [
  {
    name: 'Front desk',
    hostname: 'SRV-01',
    os: 'windows',
    osVersion: 'Windows 11 Pro 10.0.22631',
    arch: 'x64',
    type: 'server',
    tags: ['vip', 'front'],
    site: 'High Street',
  },
  {
    name: 'srv-02',
    hostname: 'srv-02',
    os: 'windows',
    osVersion: 'Windows 10 Pro 10.0.19045',
    arch: 'x86',
    type: 'workstation',
    tags: [],
    site: 'High Street',
  },
  {
    name: 'till',
    hostname: 'till',
    os: 'linux',
    osVersion: 'Ubuntu 24.04.1 LTS',
    arch: 'x64',
    type: 'virtual',
    tags: ['VIP'],
    site: 'High Street 2',
  },
  {
    name: 'oven',
    hostname: 'oven',
    os: 'linux',
    osVersion: 'Debian GNU/Linux 12 (bookworm)',
    arch: 'arm64',
    type: 'unknown',
    tags: ['back_office'],
    site: 'High Street 2',
  },
  {
    name: 'book',
    hostname: 'book',
    os: 'macos',
    osVersion: 'Darwin 10.10',
    arch: 'arm64',
    type: 'laptop',
    tags: ['back-office'],
    site: '100%_Mill',
  },
  {
    name: 'dusty',
    hostname: 'dusty',
    os: 'linux',
    osVersion: '',
    arch: 'arm',
    type: 'unknown',
    tags: [],
    site: '100%_Mill',
  },
];

describe('the SQL of a filter', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
    const client = randomUUID();
    const sites = new Map(SITES.map((name) => [name, randomUUID()]));
    await database.dataSource.query(`INSERT INTO client (id, name) VALUES ($1, 'Bakery Brown')`, [client]);
    for (const [name, id] of sites) {
      await database.dataSource.query(`INSERT INTO site (id, client_id, name, time_zone) VALUES ($1, $2, $3, 'UTC')`, [
        id,
        client,
        name,
      ]);
    }
    for (const { name, hostname, os, osVersion, arch, type, tags, site } of COMPUTERS) {
      await database.dataSource.query(
        `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, display_name, os, os_version, arch, device_type, tags)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          randomUUID(),
          sites.get(site),
          randomUUID(),
          randomBytes(32).toString('base64url'),
          hostname,
          name,
          os,
          osVersion,
          arch,
          type,
          tags,
        ],
      );
    }
  });

  afterAll(() => database.close());

  const found = async (filter: string): Promise<string[]> => {
    const where = new Conditions();
    where.and(filterSql(parseDeviceFilter(filter, 'group'), { keys: KEPT_FACTS }, (value) => where.bind(value)));
    const rows: { name: string }[] = await database.dataSource.query(
      `SELECT d.name FROM device d ${PLACE_OF_DEVICE} WHERE ${where.sql} ORDER BY lower(d.name)`,
      where.values,
    );
    return rows.map((row) => row.name);
  };
  const all = COMPUTERS.map(({ name }) => name).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

  it.each([
    ['os:windows', ['Front desk', 'srv-02']],
    ['os:windows,macos arch:x64', ['Front desk']],
    ['os:ubuntu', ['till']],
    ['os:"windows 11"', ['Front desk']],
    ['version:>=10.0.22000', ['book', 'Front desk', 'oven', 'till']],
    ['version:>10.9 version:<12', ['book']],
    ['version:24', ['till']],
    ['version:24.04', ['till']],
    ['version:10.0', ['Front desk', 'srv-02']],
    ['version:10.0.19045,=12.0', ['oven', 'srv-02']],
    ['version:<99', ['book', 'Front desk', 'oven', 'srv-02', 'till']],
    ['-version:<99', ['dusty']],
    ['type:unknown', ['dusty', 'oven']],
    ['tag:vip', ['Front desk', 'till']],
    ['tag:back_office', ['oven']],
    ['tag:back*', ['book', 'oven']],
    ['tag:*', ['book', 'Front desk', 'oven', 'till']],
    ['-tag:*', ['dusty', 'srv-02']],
    ['name:srv-*', ['Front desk', 'srv-02']],
    ['name:esk', ['Front desk']],
    ['name:*esk', ['Front desk']],
    ['name:=esk', []],
    ['name:*', all],
    ['site:"high street"', ['Front desk', 'oven', 'srv-02', 'till']],
    ['site:="high street"', ['Front desk', 'srv-02']],
    ['site:100%_*', ['book', 'dusty']],
    ['site:1%', []],
    ['client:brown -site:mill', ['Front desk', 'oven', 'srv-02', 'till']],
  ])('finds by %s', async (filter, names) => {
    expect(await found(filter)).toEqual(names);
  });

  it('parts the fleet in two with every term and its opposite, and means or by a comma and and by a space', async () => {
    const term = fc.constantFrom(
      'os:windows',
      'os:ubuntu',
      'version:>=11',
      'version:24',
      'type:server',
      'arch:x64',
      'tag:vip',
      'tag:*',
      'name:srv-*',
      'site:="High Street"',
      'client:nobody',
    );
    const pair = fc.constantFrom('tag:vip,front', 'arch:arm,arm64', 'version:12,24', 'os:macos,debian');
    await fc.assert(
      fc.asyncProperty(term, fc.oneof(term, pair), async (one, other) => {
        const [yes, no, both, either] = [
          await found(one),
          await found(`-${one}`),
          await found(`${one} ${other}`),
          await found(other),
        ];
        expect([...yes, ...no].sort()).toEqual([...all].sort());
        expect(both).toEqual(yes.filter((name) => either.includes(name)));
        const [key, values] = other.split(/:(.*)/) as [string, string];
        const single = await Promise.all(values.split(',').map((value) => found(`${key}:${value}`)));
        expect(either).toEqual(all.filter((name) => single.flat().includes(name)));
      }),
      { numRuns: 60 },
    );
  });
});
