const en = {
  button: 'Get help',
  title: 'Ask for help',
  name: 'Your name',
  issue: 'What is the matter?',
  email: 'E-mail (optional)',
  ask: 'Ask for help',
  close: 'Close',
  asked: 'Your request is in the queue',
  next: 'Go on to the support page: whoever takes your request meets you there.',
  goOn: 'Go to the support page',
  failed: 'This did not work. Please try again, or call.',
  tooMany: 'There were too many requests. Please try again in a few minutes.',
};

const de: typeof en = {
  button: 'Hilfe',
  title: 'Um Hilfe bitten',
  name: 'Ihr Name',
  issue: 'Worum geht es?',
  email: 'E-Mail (freiwillig)',
  ask: 'Um Hilfe bitten',
  close: 'Schließen',
  asked: 'Ihre Anfrage steht in der Warteschlange',
  next: 'Gehen Sie weiter zur Supportseite: wer Ihre Anfrage annimmt, trifft Sie dort.',
  goOn: 'Zur Supportseite',
  failed: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal, oder rufen Sie an.',
  tooMany: 'Es waren zu viele Anfragen. Bitte versuchen Sie es in einigen Minuten wieder.',
};

export const wordsFor = (language: string): typeof en => (language.toLowerCase().startsWith('de') ? de : en);
