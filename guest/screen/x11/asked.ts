/** A question to the X server as a promise. */
export function asked<T>(ask: (answer: (error: Error | null | undefined, value: T) => boolean) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, value) => {
      if (error) reject(error);
      else resolve(value);
      return true;
    });
  });
}
