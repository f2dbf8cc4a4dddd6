/** The number or user id in an address such as `whatsapp:+447700900123`, in which Twilio names the channel. */
export function withoutChannel(address: string): string {
  return address.replace('whatsapp:', '');
}
