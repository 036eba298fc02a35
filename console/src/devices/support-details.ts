import type { CatalogueEntry, Device } from '../api/types';
import { MODE_NAMES, modeChoices } from './log-in';

function closedModes(device: Device): string[] {
  return modeChoices(device)
    .filter(({ usable }) => device.launchability.allowed && !usable)
    .map(({ mode, code }) => `${MODE_NAMES[mode]}: closed, ${code ?? 'no code'}`);
}

/** What support asks for, as plain text to paste into a ticket. */
export function supportDetails(device: Device, entry: CatalogueEntry | undefined, now: Date): string {
  const { deployment, exclusion, launchability } = device;
  const lines = [
    `Device: ${device.name} (${device.id})`,
    `Client / site: ${device.clientName} / ${device.siteName}`,
    `System: ${device.os} ${device.osVersion} ${device.arch}, agent ${device.agentVersion}`,
    `Online: ${device.online ? 'yes' : 'no'}, last seen ${device.lastSeenAt ?? 'never'}`,
    deployment
      ? `Deployment: ${deployment.phase} (${deployment.label}) since ${deployment.since}, attempt ${deployment.attempt}, id ${deployment.id}`
      : 'Deployment: none',
    exclusion
      ? `${exclusion.kind === 'pin' ? 'Pinned' : 'Excluded'} (${exclusion.target} ${exclusion.targetName}) by ${exclusion.authorName} until ${exclusion.expiresAt ?? 'ended'}: ${exclusion.reason}`
      : null,
    deployment?.nextAttemptAt ? `Next try: ${deployment.nextAttemptAt}` : null,
    deployment?.evidenceAgeSeconds != null ? `Evidence: ${deployment.evidenceAgeSeconds} s old` : null,
    deployment?.errorCode ? `Error: ${deployment.errorCode} ${deployment.errorTitle ?? ''}` : null,
    entry ? `Cause: ${entry.cause}` : null,
    entry ? `Remedy: ${entry.remedy}` : null,
    launchability.allowed ? 'Log In: allowed' : `Log In: refused, ${launchability.code} ${launchability.title}`,
    ...closedModes(device),
    `Read at: ${now.toISOString()}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
