/** What a file is called until it is whole: by write-file-atomic, and where Jest's own writing is sent. */
const temporary = /\.\d+(?:\.tmp)?$/;

export const isTemporary = (name: string): boolean => temporary.test(name);
