import type { FilterValue, GroupKey } from '../../../contracts/device-filter.js';
import { choiceIn, type FactSql, textIn } from './filter-sql.js';

/** Joined to `device d`, this is where `KEPT_FACTS` finds what it looks at. */
export const PLACE_OF_DEVICE = 'JOIN site s ON s.id = d.site_id JOIN client c ON c.id = s.client_id';

const system = choiceIn('d.os');
const systemInWords = textIn(`(d.os || ' ' || d.os_version)`);

/** What inventory and placement keep of a device: what a group may depend on. A change of any of it marks the device (0007). */
export const KEPT_FACTS: Readonly<Record<GroupKey, FactSql>> = {
  os: (value, bind) => (value.is === 'choice' ? system(value, bind) : systemInWords(value, bind)),
  version: versionIs,
  type: choiceIn('d.device_type'),
  arch: choiceIn('d.arch'),
  tag: (value, bind) => `EXISTS (SELECT FROM unnest(d.tags) AS tag WHERE ${textIn('tag')(value, bind)})`,
  name: textIn('d.name', 'd.hostname'),
  client: textIn('c.name'),
  site: textIn('s.name'),
};

const SEGMENTS = 6;

function versionIs(value: FilterValue, bind: (value: unknown) => string): string {
  if (value.is !== 'version') throw new TypeError(`${value.is} is no version`);
  const said = value.version.split('.');
  if (value.comparison === 'begins') {
    return `(version_segments(d.os_version))[1:${said.length}] = ${bind(said)}::numeric[]`;
  }
  const whole = [...said, ...Array<string>(SEGMENTS - said.length).fill('0')];
  return `version_segments(d.os_version) ${value.comparison} ${bind(whole)}::numeric[]`;
}
