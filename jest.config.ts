import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/test'],
  // A hang is still found; a slow machine is no fault. Nothing here measures time.
  testTimeout: 120_000,
  // Many tests wait for a program that they have started: on two cores one worker leaves both idle.
  maxWorkers: '100%',
  // A worker keeps what its files have loaded, and one of a gigabyte takes longer to end than Jest waits.
  workerIdleMemoryLimit: '512MB',
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.ts'],
};

export default config;
