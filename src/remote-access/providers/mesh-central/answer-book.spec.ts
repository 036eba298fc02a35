import { AnswerBook } from './answer-book.js';

const DESK = `node/ra/${'a'.repeat(64)}`;
const TILL = `node/ra/${'b'.repeat(64)}`;

function asking(
  book: AnswerBook,
  action: Parameters<AnswerBook['ask']>[0],
  fields: Record<string, unknown> = {},
  timeoutMs = 1_000,
) {
  let ids = {} as { responseid: string; tag: string };
  const answer = book.ask(action, fields, timeoutMs, (sent) => (ids = sent as typeof ids));
  return { answer, ids };
}

describe('matching the engine’s answers', () => {
  it('knows an answer by its responseid, or by its tag where the engine echoes nothing else', async () => {
    const book = new AnswerBook();
    const groups = asking(book, 'meshes');
    const nodes = asking(book, 'nodes');
    expect(book.answer({ action: 'nodes', responseid: nodes.ids.responseid, nodes: 1 })).toBe(true);
    expect(book.answer({ action: 'meshes', tag: groups.ids.tag, meshes: 2 })).toBe(true);
    expect(await nodes.answer).toMatchObject({ nodes: 1 });
    expect(await groups.answer).toMatchObject({ meshes: 2 });
  });

  it('knows an answer without any id by what it is about, whatever the order', async () => {
    const book = new AnswerBook();
    const desk = asking(book, 'deviceShares', { nodeid: DESK });
    const till = asking(book, 'deviceShares', { nodeid: TILL });
    expect(book.answer({ action: 'deviceShares', nodeid: TILL, deviceShares: ['till'] })).toBe(true);
    expect(book.answer({ action: 'deviceShares', nodeid: DESK, deviceShares: ['desk'] })).toBe(true);
    expect(await desk.answer).toMatchObject({ deviceShares: ['desk'] });
    expect(await till.answer).toMatchObject({ deviceShares: ['till'] });
  });

  it('takes a refusal under another action for what was asked', async () => {
    const book = new AnswerBook();
    const share = asking(book, 'createDeviceShareLink', { nodeid: DESK });
    book.answer({ action: 'deviceShares', responseid: share.ids.responseid, result: 'Access denied' });
    await expect(share.answer).rejects.toMatchObject({ kind: 'unauthorised' });
  });

  it.each([
    ['changeDeviceMesh', 'Device already in correct group'],
    ['deletemesh', 'Unknown device group'],
    ['removeDeviceShare', 'Invalid device share identifier.'],
    ['addmeshuser', 'Added user latchkey-viewer'],
    ['removedevices', 'ok'],
    ['createmesh', 'OK'],
  ] as const)('is content when %s says “%s”', async (action, result) => {
    const book = new AnswerBook();
    const { answer, ids } = asking(book, action);
    book.answer({ action, responseid: ids.responseid, result });
    expect(await answer).toMatchObject({ result });
  });

  it('calls other words a rejection', async () => {
    const book = new AnswerBook();
    const { answer, ids } = asking(book, 'createmesh');
    book.answer({ action: 'createmesh', responseid: ids.responseid, result: 'Invalid group name' });
    await expect(answer).rejects.toMatchObject({ kind: 'rejected', detail: 'createmesh: Invalid group name' });
  });

  it('never gives a late answer to a newer question', async () => {
    const book = new AnswerBook();
    const late = asking(book, 'deviceShares', { nodeid: DESK }, 5);
    await expect(late.answer).rejects.toMatchObject({ kind: 'unavailable' });
    const fresh = asking(book, 'deviceShares', { nodeid: DESK });
    expect(book.answer({ action: 'deviceShares', responseid: late.ids.responseid, nodeid: DESK, result: 'OK' })).toBe(
      false,
    );
    book.answer({ action: 'deviceShares', nodeid: DESK, deviceShares: [] });
    expect(await fresh.answer).toMatchObject({ deviceShares: [] });
  });

  it('ends every open question when the socket is lost, and one that could not be sent at once', async () => {
    const book = new AnswerBook();
    const { answer } = asking(book, 'nodes');
    const { ProviderError } = await import('../../provider.js');
    book.abandon(new ProviderError('unavailable', 'gone'));
    await expect(answer).rejects.toMatchObject({ kind: 'unavailable', detail: 'gone' });
    await expect(
      book.ask('nodes', {}, 1_000, () => {
        throw new Error('closed');
      }),
    ).rejects.toMatchObject({ kind: 'unavailable' });
    expect(book.answer({ action: 'nodes' })).toBe(false);
  });
});
