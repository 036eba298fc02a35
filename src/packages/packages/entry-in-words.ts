/** An entry of a package as the audit log and the history tell it. */
export function entryInWords({ policyName, deviceGroupName }: { readonly policyName: string; readonly deviceGroupName: string | null }): string {
  return deviceGroupName === null ? policyName : `${policyName} (only ${deviceGroupName})`;
}
