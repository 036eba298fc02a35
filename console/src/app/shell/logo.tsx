import { Group, Text } from '@mantine/core';

/** The mark and, where there is room, the name. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <Group gap={9} wrap="nowrap">
      <img src="/favicon.svg" width={size} height={size} alt="" />
      <Text fw={700} fz={size * 0.65} lts="-0.02em" span>
        Latchkey
      </Text>
    </Group>
  );
}
