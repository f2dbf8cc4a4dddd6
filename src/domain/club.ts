/** The club's name, as the template writes it. */
export const CLUB_NAME = 'Urmston Town';
