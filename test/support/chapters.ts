/** Tests that are chapters of one story: once one has failed, those after it say so at once instead of waiting in vain. */
export function chapters(): (title: string, tell: () => Promise<void>) => void {
  let failed: string | undefined;
  return (title, tell) =>
    it(title, async () => {
      if (failed !== undefined) throw new Error(`Not told, because an earlier chapter failed: ${failed}`);
      failed = title;
      await tell();
      failed = undefined;
    });
}
