/** `describe` where the packaged Chromium runs, else its skipping form, which the gate prints line by line. */
export const describeInBrowser: jest.Describe =
  process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip;
