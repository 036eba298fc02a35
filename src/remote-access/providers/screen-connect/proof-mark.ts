const MARK = /^lk1\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([0-9a-f]{32})$/;

/** The text of the custom property that proves a device: version, device, one-time nonce. It lies in clear at both ends, hence one-time. */
export function proofMark(deviceId: string, nonce: string): string {
  const mark = `lk1.${deviceId}.${nonce}`;
  if (!MARK.test(mark)) throw new Error('A proof mark needs a device id and a nonce of 32 hex digits.');
  return mark;
}

/** Null for a property that is not a mark of ours. */
export function parseProofMark(mark: string): { deviceId: string; nonce: string } | null {
  const found = MARK.exec(mark.trim());
  return found ? { deviceId: found[1]!, nonce: found[2]! } : null;
}
