import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { answer, type Answer } from '../api/client';

export type ExportFormat = 'csv' | 'json';

/** Takes something out of the console as a file; where the server wants a proof for it, that is asked for first. */
export function ExportButtons({ name, ask }: { name: string; ask: (format: ExportFormat) => Promise<Answer<Blob>> }) {
  const taking = useMutation({
    mutationFn: async (format: ExportFormat) => save(await answer(ask(format)), `${name}.${format}`),
  });
  return (
    <Group gap="xs">
      {(['csv', 'json'] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
          loading={taking.isPending && taking.variables === format}
          onClick={() => taking.mutate(format)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </Group>
  );
}

function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
