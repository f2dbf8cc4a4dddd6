import { describe, expect, it } from '@jest/globals';
import { mountsIn, unsafePlace } from '../../../src/domain/set-up/ledger-place.ts';

const NOTHING = { mounts: [], oneDriveFolders: [] };

describe('a folder that a program copies to other computers', () => {
  it.each([
    String.raw`C:\Users\Robin\OneDrive\invites\ledger.db`,
    String.raw`C:\Users\Robin\OneDrive - Urmston Town FC\ledger.db`,
    String.raw`D:\dropbox\ledger.db`,
    String.raw`C:\Users\Robin\Dropbox (Personal)\ledger.db`,
    String.raw`G:\My Drive\ledger.db`,
    String.raw`C:\Users\Robin\iCloudDrive\ledger.db`,
    '/Users/robin/Library/CloudStorage/GoogleDrive-robin@example.org/My Drive/ledger.db',
    '/Users/robin/Library/CloudStorage/OneDrive-Personal/ledger.db',
    '/Users/robin/Library/Mobile Documents/com~apple~CloudDocs/club/ledger.db',
    '/Users/robin/Google Drive/ledger.db',
    '/home/robin/Dropbox/club/ledger.db',
  ])('is known by its name: %s', (path) => {
    expect(unsafePlace(path, NOTHING)).toBe('synchronised_folder');
  });

  it('is known by what OneDrive says of itself', () => {
    const facts = { ...NOTHING, oneDriveFolders: [String.raw`D:\Club`] };
    expect(unsafePlace(String.raw`D:\Club\invites\ledger.db`, facts)).toBe('synchronised_folder');
    expect(unsafePlace(String.raw`D:\Clubs\invites\ledger.db`, facts)).toBeNull();
  });
});

describe('a folder on another computer', () => {
  it.each([
    String.raw`\\club-pc\lists\ledger.db`,
    String.raw`\\?\UNC\club-pc\lists\ledger.db`,
    String.raw`\\192.168.1.20\lists\ledger.db`,
  ])('is known by its path: %s', (path) => {
    expect(unsafePlace(path, NOTHING)).toBe('network_folder');
  });

  it.each([
    ['nfs4', 'network_folder'],
    ['cifs', 'network_folder'],
    ['smb3', 'network_folder'],
    ['fuse.sshfs', 'network_folder'],
    ['fuse.gvfsd-fuse', 'network_folder'],
    ['fuse.rclone', 'synchronised_folder'],
    ['fuse.onedriver', 'synchronised_folder'],
    ['ext4', null],
    ['btrfs', null],
    ['overlay', null],
    ['tmpfs', null],
    ['fuseblk', null],
    ['9p', null],
  ])('is known by its file system on Linux: %s', (type, found) => {
    const mounts = mountsIn(
      `/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/the\\040club ${type} rw 0 0\n`,
    );
    const facts = { ...NOTHING, mounts };
    expect(unsafePlace('/mnt/the club/home/ledger.db', facts)).toBe(found);
    expect(unsafePlace('/mnt/the clubhouse/ledger.db', facts)).toBeNull();
  });

  it('is judged by the file system that is mounted deepest, and last', () => {
    const mounts = mountsIn(
      'server:/home /home nfs4 rw 0 0\n/dev/sdb1 /home/robin/disk ext4 rw 0 0\n/dev/sda1 / ext4 rw 0 0\n/dev/sdc1 /srv ext4 rw 0 0\nserver:/srv /srv cifs rw 0 0\n',
    );
    const facts = { ...NOTHING, mounts };
    expect(unsafePlace('/home/robin/disk/ledger.db', facts)).toBeNull();
    expect(unsafePlace('/home/robin/ledger.db', facts)).toBe('network_folder');
    expect(unsafePlace('/srv/ledger.db', facts)).toBe('network_folder');
    expect(unsafePlace('/var/ledger.db', facts)).toBeNull();
  });
});

it.each([
  String.raw`C:\Users\Robin\AppData\Local\urmston-invite\ledger.db`,
  String.raw`\\?\C:\club\ledger.db`,
  '/Users/robin/Library/Application Support/urmston-invite/ledger.db',
  '/home/robin/.local/state/urmston-invite/ledger.db',
  '/home/robin/dropboxes/my drives/onedrives/ledger.db',
])('a folder on a disk of this computer is a place for the ledger: %s', (path) => {
  expect(unsafePlace(path, NOTHING)).toBeNull();
});
