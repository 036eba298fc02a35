import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Text } from '@mantine/core';
import { IconScreenShare, IconScreenShareOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { SupportSessionDetail } from '../../api/types';
import { Peer } from '../../screen-share/peer-signals';
import { livingGuests } from '../session-words';
import { closeAll, useSignals } from './use-signals';

/** In a meeting the host shows his own screen, to everybody whom he has let in. */
export function MeetingScreen({ session }: { session: SupportSessionDetail }) {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [isRefused, setRefused] = useState(false);
  const peers = useRef(new Map<string, Peer>());
  const { viewer, send } = useSignals(session.id, stream !== null, (guestId, signal) => peers.current.get(guestId)?.take(signal));
  const watching = livingGuests(session).filter(({ admittedAt, hasPage }) => admittedAt !== null && hasPage);
  const who = watching.map(({ id }) => id).join();

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    closeAll(peers.current);
    setStream(null);
  };
  const share = async () => {
    setRefused(false);
    try {
      const chosen = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 15 }, audio: false });
      chosen.getVideoTracks()[0]?.addEventListener('ended', () => setStream(null));
      setStream(chosen);
    } catch {
      setRefused(true);
    }
  };

  // Whoever comes while it is shared is shown it, too; who has come back with another page is offered it anew.
  useEffect(() => {
    if (!stream || !viewer) return closeAll(peers.current);
    for (const [guestId, peer] of peers.current) {
      if (watching.some(({ id }) => id === guestId)) continue;
      peer.close();
      peers.current.delete(guestId);
    }
    for (const { id } of watching) {
      if (peers.current.has(id)) continue;
      const peer = new Peer(viewer.iceServers, (signal) => send(id, signal), () => peers.current.delete(id));
      stream.getTracks().forEach((track) => peer.connection.addTrack(track, stream));
      peers.current.set(id, peer);
      peer.offer();
    }
  }, [stream, viewer, who]);
  useEffect(() => () => closeAll(peers.current), []);
  useEffect(() => () => stream?.getTracks().forEach((track) => track.stop()), [stream]);

  return (
    <Box px="md" pb="sm">
      <Group gap="xs">
        {stream ? (
          <Button size="compact-sm" variant="default" leftSection={<IconScreenShareOff size={14} />} onClick={stop}>
            <Trans>Stop showing</Trans>
          </Button>
        ) : (
          <Button size="compact-sm" leftSection={<IconScreenShare size={14} />} onClick={() => void share()}>
            <Trans>Show my screen</Trans>
          </Button>
        )}
        <Text size="sm" c="dimmed" role="status">
          {stream ? t`${watching.length} ${plural(watching.length, { one: 'guest watches', other: 'guests watch' })}. Stay on this page while you show something.` : t`Guests watch only what you show.`}
        </Text>
      </Group>
      {isRefused && (
        <Text size="sm" c="light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))" role="alert">
          <Trans>The browser has not shared anything.</Trans>
        </Text>
      )}
    </Box>
  );
}
