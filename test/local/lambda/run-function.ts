import { startChild } from '../../../lib/local/lambda/child';

/** Invokes the function of a folder in a process of its own, until that is killed: says by which process it runs once it does. */
function main(directory = ''): void {
  const target = {
    arn: 'arn',
    name: 'test',
    directory,
    handler: 'index.handler',
    memoryMegabytes: 128,
    timeoutSeconds: 5,
  };
  const onLine = () => console.log(child.pid);
  const child = startChild(target, { onReply: () => {}, onLine, onEnd: () => {} });
  child.send([{ id: 1, event: {} }]);
}

main(...process.argv.slice(2));
