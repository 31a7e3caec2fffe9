import { type App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EdgeFunction, type EdgeFunctionProps } from '../../../lib/infra/edge/function';
import { edgeAsset, newApp } from '../../support/synthesis';

const { directory, handler } = edgeAsset();

function build(changes: Partial<EdgeFunctionProps> = {}): { app: App; edge: EdgeFunction } {
  process.env['CDK_VALIDATION'] = 'false';
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: { region: 'us-east-1' } });
  const code = lambda.Code.fromAsset(directory);
  return { app, edge: new EdgeFunction(stack, 'Edge', { functionName: 'edge', code, handler, ...changes }) };
}

function cfnFunction(edge: EdgeFunction): lambda.CfnFunction {
  const resource = edge.function.node.defaultChild;
  if (resource instanceof lambda.CfnFunction) return resource;
  throw new Error('The function has no resource');
}

describe('EdgeFunction', () => {
  test.each<[name: string, changes: Partial<EdgeFunctionProps>, message: RegExp]>([
    ['arm64', { architecture: lambda.Architecture.ARM_64 }, /Cannot run the edge function on "arm64"/],
    ['active tracing', { tracing: lambda.Tracing.ACTIVE }, /Cannot trace the edge function/],
    ['passed-through tracing', { tracing: lambda.Tracing.PASS_THROUGH }, /Cannot trace the edge function/],
    ['a variable', { environment: { STAGE: 'prod' } }, /Cannot give the edge function environment variables/],
  ])('refuses %s', (_name, changes, message) => {
    expect(() => build(changes)).toThrow(message);
  });

  test('names every fault at once', () => {
    const props = { architecture: lambda.Architecture.ARM_64, environment: { A: '1' } };
    expect(() => build(props)).toThrow(/arm64.*environment variables/s);
  });

  test.each<[name: string, change: (edge: EdgeFunction) => void, message: RegExp]>([
    ['a variable', (edge) => edge.function.addEnvironment('STAGE', 'prod'), /environment variables/],
    ['tracing', (edge) => (cfnFunction(edge).tracingConfig = { mode: 'Active' }), /Cannot trace/],
    ['arm64', (edge) => (cfnFunction(edge).architectures = ['arm64']), /"arm64"/],
  ])('refuses %s that comes after construction', (_name, change, message) => {
    const { app, edge } = build();
    change(edge);
    expect(() => app.synth()).toThrow(message);
  });

  test('takes what is stated and allowed', () => {
    const { app } = build({ architecture: lambda.Architecture.X86_64, tracing: lambda.Tracing.DISABLED });
    expect(() => app.synth()).not.toThrow();
  });
});
