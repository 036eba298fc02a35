import { useQuery } from '@tanstack/react-query';
import type { DeviceDetail } from '../../api/types';
import { ClaimNotice } from '../identity/claim-notice';
import { doubtsQuery } from '../identity/doubt-queries';
import { QuarantineNotice } from '../identity/quarantine-notice';

/** What is doubtful about this device, with the answers; nothing where nothing is. */
export function DeviceDoubts({ device }: { device: DeviceDetail }) {
  const [doubt] = useQuery(doubtsQuery({ deviceId: device.id })).data?.items ?? [];
  if (!doubt) return null;
  return (
    <>
      <ClaimNotice doubt={doubt} />
      <QuarantineNotice doubt={doubt} />
    </>
  );
}
