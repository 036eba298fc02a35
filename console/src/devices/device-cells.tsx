import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconBrandApple, IconBrandWindows, IconTerminal2 } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { Device } from '../api/types';
import { inFull, inWords } from '../components/relative-time';
import { useNow } from '../components/use-now';
import type { ColumnId } from './columns';
import classes from './device-grid.module.css';
import { DEVICE_TYPE_NAMES } from './device-types';
import { lookOf, moodColour, phaseOf } from './phases';

/*
 * Dozens of rows come and go within one frame while somebody scrolls, so that a cell is as little as it can be: plain elements, no
 * components of the library.
 */
const CELLS: Record<ColumnId, (device: Device) => ReactNode> = {
  phase: (device) => <Phase device={device} />,
  clientName: ({ clientName }) => <span title={clientName}>{clientName}</span>,
  siteName: ({ siteName }) => <span title={siteName}>{siteName}</span>,
  os: (device) => <Os device={device} />,
  lastUser: ({ lastUser }) => text(lastUser),
  lastSeenAt: ({ online, lastSeenAt }) => <Seen online={online} at={lastSeenAt} />,
  agentVersion: ({ agentVersion }) => text(agentVersion),
  tags: ({ tags }) => tags.map((tag) => <span key={tag} className={classes.tag}>{tag}</span>),
  errorCode: ({ deployment }) =>
    deployment?.errorCode ? (
      <span title={deployment.errorTitle ?? undefined}>
        <code className="lk-code">{deployment.errorCode}</code> <span className={classes.dimmed}>{deployment.errorTitle}</span>
      </span>
    ) : (
      text(null)
    ),
  since: ({ deployment }) => <Moment at={deployment?.since} />,
  providerName: ({ providerName }) => text(providerName),
  deviceType: ({ deviceType }) => text(DEVICE_TYPE_NAMES[deviceType]),
  arch: ({ arch }) => text(arch),
  enrolledAt: ({ enrolledAt }) => <Moment at={enrolledAt} />,
};

function text(value: string | null | undefined): ReactNode {
  return value ? <span title={value}>{value}</span> : <span className={classes.dimmed}>–</span>;
}

export const DeviceCell = memo(function DeviceCell({ device, column }: { device: Device; column: ColumnId }) {
  return CELLS[column](device);
});

function Phase({ device }: { device: Device }) {
  const { icon: PhaseIcon, mood, label } = lookOf(phaseOf(device));
  const words = device.deployment?.label ?? label;
  return (
    <>
      <PhaseIcon size={16} stroke={1.8} aria-hidden color={moodColour(mood)} style={{ flex: 'none' }} />
      <span title={words}>{words}</span>
      {device.inSession && <span className={classes.pulse} role="img" aria-label={t`Somebody is in it`} title={t`Somebody is in it`} />}
    </>
  );
}

const SYSTEMS = {
  windows: { icon: IconBrandWindows, name: 'Windows' },
  macos: { icon: IconBrandApple, name: 'macOS' },
  linux: { icon: IconTerminal2, name: 'Linux' },
};

function Os({ device: { os, osVersion } }: { device: Device }) {
  const { icon: OsIcon, name } = SYSTEMS[os];
  const words = /^\p{L}/u.test(osVersion) ? osVersion : [name, osVersion].filter(Boolean).join(' ');
  return (
    <>
      <OsIcon size={16} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
      <span title={words}>{words}</span>
    </>
  );
}

function Seen({ online, at }: { online: boolean; at: string | null }) {
  return (
    <>
      <i className={classes.dot} data-on={online || undefined} aria-hidden />
      {online ? <span><Trans>Online</Trans></span> : <Moment at={at} never={t`Never`} />}
    </>
  );
}

function Moment({ at, never = '–' }: { at: string | null | undefined; never?: string }) {
  const now = useNow(15_000);
  if (!at) return <span className={classes.dimmed}>{never}</span>;
  const moment = new Date(at);
  return (
    <time dateTime={at} title={inFull(moment)} className={classes.dimmed}>
      {inWords(moment, now)}
    </time>
  );
}
