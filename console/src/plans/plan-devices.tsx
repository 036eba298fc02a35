import { t } from '@lingui/core/macro';
import { Anchor, Box, Collapse, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import type { Plan } from '../api/types';
import { MoveMark } from './plan-counts';
import classes from './plan.module.css';
import { devices as inWords } from './plan-words';

/** The first devices by name; folded while there are many. */
export function PlanDevices({ plan: { devices, moved } }: { plan: Plan }) {
  const [open, { toggle }] = useDisclosure(moved <= 5);
  const id = useId();
  const title = devices.length < moved ? t`The first ${devices.length} of ${inWords(moved)}` : inWords(moved);
  return (
    <Box component="section" aria-label={t`Devices`} className={classes.rows}>
      <UnstyledButton
        className={`${classes.row} ${classes.opener}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={toggle}
      >
        <Text span size="sm" fw={600} className={classes.move}>
          <IconChevronRight size={15} className={classes.chevron} aria-hidden />
          {title}
        </Text>
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        {devices.map(({ deviceId, deviceName, siteName, action }) => (
          <div key={deviceId} className={`${classes.row} ${classes.site}`}>
            <Text span size="sm">
              {/* In a tab of its own, so that nothing typed here is lost. */}
              <Anchor href={`/devices?device=${deviceId}`} target="_blank" rel="noopener" size="sm">
                {deviceName}
              </Anchor>{' '}
              <Text span size="xs" c="dimmed">
                {siteName}
              </Text>
            </Text>
            <MoveMark move={action} />
          </div>
        ))}
      </Collapse>
    </Box>
  );
}
