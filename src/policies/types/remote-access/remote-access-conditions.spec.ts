import { remoteAccessConditions } from './remote-access-conditions.js';

const MONDAY_NINE = 9 * 60;
const facts = { os: 'linux', osVersion: null, arch: 'x64', deviceType: 'server', tags: [], online: true, minuteOfWeek: MONDAY_NINE };

describe('what remote access policies mean for a device', () => {
  it.each([
    { enabled: true, status: 'true', reason: 'Enabled' },
    { enabled: false, status: 'false', reason: 'NotEnabled' },
  ])('is that it is wanted: $status, where enabled is $enabled', ({ enabled, status, reason }) => {
    expect(remoteAccessConditions({ enabled, 'session.allowedHours': 'always' }, facts)).toContainEqual(expect.objectContaining({ type: 'Wanted', status, reason }));
  });

  it.each([
    { hours: 'always', status: 'true', reason: 'InsideHours' },
    { hours: 'mon 09:00-09:01', status: 'true', reason: 'InsideHours' },
    { hours: 'mon 08:00-09:00', status: 'false', reason: 'OutsideHours' },
    { hours: 'never', status: 'false', reason: 'NeverAllowed' },
    { hours: 'sometimes', status: 'unknown', reason: 'HoursUnreadable' },
  ])('is $reason on Monday at nine where the policies allow $hours', ({ hours, status, reason }) => {
    expect(remoteAccessConditions({ enabled: true, 'session.allowedHours': hours }, facts)).toContainEqual(expect.objectContaining({ type: 'WithinAllowedHours', status, reason }));
  });
});
