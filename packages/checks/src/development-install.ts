/** An installing of what only testing needs. */
export const developmentInstall = /\binstall\b.*(?:requirements[._-](?:dev|test)|pytest|flake8)/;
