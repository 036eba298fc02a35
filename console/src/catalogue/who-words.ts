const WHO: Record<string, string> = {
  administrator: 'Administrator of the site',
  'super-admin': 'Super Admin of the provider instance',
  technician: 'Technician',
  'network-team': 'Network team',
  'end-user': 'Person at the device',
  vendor: 'Latchkey support or the vendor',
  automatic: 'Latchkey, by itself',
};

/** Who can put something right, as the console says it. */
export const whoInWords = (who: string): string => WHO[who] ?? who;
