import { Argument } from '@commander-js/extra-typings';
import { example, SERVE_KEY, WHERE_COMPLETION_GOES } from '../../text/help-texts.ts';
import { portNumber, serviceUrl } from './option-parsers.ts';
import type { Declared, Program } from './global-options.ts';

/** What stands around the sending. */
export function declareSetUp(program: Program, { shell, done }: Declared): void {
  program
    .command('init')
    .description('ask for the settings, check each with Twilio, and keep them')
    .addHelpText('before', example('init'))
    .action(async (_options, command) => {
      const { init } = await import('../commands/init/command.ts');
      done(await init(shell, command.optsWithGlobals()));
    });

  program
    .command('doctor')
    .description('look at everything a send rests on, and tell what is wrong; sends nothing')
    .option('--rehearse', 'look at the built-in simulator in place of Twilio', false)
    .option('--service <url>', 'try a running service instead', serviceUrl)
    .addHelpText('before', example('doctor'))
    .action(async ({ service }, command) => {
      if (service !== undefined) {
        const { doctorService } = await import('../commands/doctor/doctor-service.ts');
        done(await doctorService(shell, service, command.optsWithGlobals()));
        return;
      }
      const { doctor } = await import('../commands/doctor/command.ts');
      done(await doctor(shell, command.optsWithGlobals()));
    });

  program
    .command('serve')
    .description('answer POST /trigger and Twilio on this computer, until it is stopped')
    .option('--rehearse', 'the built-in simulator in place of Twilio', false)
    .option('--port <number>', 'where to listen', portNumber, 8787)
    .option('--host <address>', 'on which address of this computer', '127.0.0.1')
    .addHelpText('before', example('serve --rehearse'))
    .addHelpText('after', SERVE_KEY)
    .action(async (_options, command) => {
      const { serve } = await import('../commands/serve/command.ts');
      done(await serve(shell, command.optsWithGlobals()));
    });

  program
    .command('config')
    .description('every setting, its value and where it comes from, and the kept maps')
    .addHelpText('before', example('config'))
    .action(async (_options, command) => {
      const { config } = await import('../commands/config/command.ts');
      done(await config(shell, command.optsWithGlobals()));
    });

  program
    .command('completion')
    .description('print a script that lets your shell complete commands, options and files')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('before', example('completion bash'))
    .addHelpText('after', WHERE_COMPLETION_GOES)
    .action(async (which) => {
      const { completion } = await import('../commands/completion/command.ts');
      done(completion(shell, which, program));
    });
}
