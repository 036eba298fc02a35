import { confusionInWords, confusionOf } from './confusion.js';

const device = (expects: string | null, phase: string, errorCode: string | null) => ({ name: 'sim-000001', expects, phase, errorCode });

describe('comparing what happened with what was judged', () => {
  const confusion = confusionOf([
    device(null, 'READY', null),
    device('RA-NET-01', 'RETRY_WAIT', 'RA-NET-01'),
    device('RA-NET-01', 'FAILED', 'RA-NET-02'),
    device('RA-AGT-01', 'REGISTERING', null),
  ]);

  it('counts as matching only what carries the code of its own fault', () => {
    expect(confusion).toMatchObject({ matching: 1, faulty: 3 });
  });

  it('names what is neither Ready nor coded', () => {
    expect(confusion.undecided).toEqual([device('RA-AGT-01', 'REGISTERING', null)]);
  });

  it('says in words what was taken for what', () => {
    expect(confusionInWords(confusion)).toContain('RA-NET-01       1 of 2      1× RA-NET-02');
    expect(confusionInWords(confusion)).toContain('1 of 3 (33.3 %); undecided: 1');
  });
});
