import { registerDecorator } from 'class-validator';

/** Whether this is the name of an IANA time zone; offsets such as `+02:00` are not, because they know no summer. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || !/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function IsTimeZone(): PropertyDecorator {
  return (target, propertyKey) =>
    registerDecorator({
      name: 'timeZone',
      target: target.constructor,
      propertyName: String(propertyKey),
      validator: { validate: isTimeZone, defaultMessage: () => 'must be an IANA time zone such as Europe/Berlin' },
    });
}
