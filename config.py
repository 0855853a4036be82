"""Settings of the portal, with what each is for. Each can be set in the environment as PORTAL_<NAME>.

Loaded by its path, never imported. A site may give its own file in PORTAL_CONFIG; what it sets wins over this file.
"""

# "production" refuses to start without a secret key, with debug on, or with demonstration accounts.
# "demonstration" shows a banner on each page; "testing" is for the test suite.
ENVIRONMENT = "production"

# Signs the form tokens, keys the sign-in throttle, and encrypts the secrets of authenticator apps: after a change each
# person sets up an app anew. At least 32 random characters, the same on every web worker.
SECRET_KEY = ""

# Where the records are: sqlite:////path/portal.sqlite3 for one courthouse, postgresql+psycopg://role@host/db for more.
# On PostgreSQL this is the application's role, which owns nothing and can't go round the consent gate.
DATABASE_URL = ""

# PostgreSQL only: the role that owns the tables, used by `portal database upgrade` and by nothing else.
OWNER_DATABASE_URL = ""

# Folder for what the portal writes: uploaded files, rendered packets, the key that signs the audit's seals, the
# demonstration's cache.
DATA_FOLDER = "var"

# The largest scan of a paper that is taken, in megabytes.
UPLOAD_MEGABYTES = 10

# Where the heads of the audit's seals are kept, a line each: best on another machine, so that whoever can alter the
# database can't alter these too. Empty: audit-heads.jsonl in the data folder.
AUDIT_HEADS_FILE = ""

# Public keys (age1… or ssh-ed25519 …), parted by commas, whose holders can open a backup. The secret ones never lie on
# this machine, so that whoever takes it can't read its backups.
BACKUP_RECIPIENTS = ""

# The address under which people reach the portal; printed on reports as the place to verify them.
PUBLIC_ADDRESS = "http://127.0.0.1:8000"

# The mail server to which notices are handed, and from whom they are. Without a host nobody gets mail; notices stand in
# the portal anyway. A mail names nobody: it only says that something waits.
MAIL_HOST = ""
MAIL_PORT = 587
MAIL_STARTTLS = True
MAIL_USER = ""
MAIL_PASSWORD = ""
MAIL_FROM = ""

# How many seconds the mail server is waited for.
MAIL_TIMEOUT = 30

# Cookies travel over HTTPS only (and get the __Host- prefix). Turn off only for the demonstration on this machine.
SESSION_COOKIE_SECURE = True

# Nobody signs in with a password alone. Turn off only for the demonstration, whose passphrase everybody knows.
REQUIRE_SECOND_FACTOR = True

# How many proxies in front set X-Forwarded-For and X-Forwarded-Proto. 0 trusts none: what such headers say is ignored.
TRUSTED_PROXIES = 0

# The names under which the portal may be asked for, parted by commas; another name in a request's Host is refused.
# Empty: in production the name in PUBLIC_ADDRESS, elsewhere any.
TRUSTED_HOSTS = ""

# Who may read the figures at /metrics: whoever sends this token ("Authorization: Bearer …"), and whoever asks from one
# of these networks (10.0.0.0/8, parted by commas). With neither nobody may, and the address is not found.
METRICS_TOKEN = ""
METRICS_NETWORKS = ""

# How the servers and the scheduler log: "text" for reading, "json" for collecting, with a line for each request.
# Neither names anybody, nor says which record was asked for.
LOG_FORMAT = "text"

# State-law labels that a consent must name before a record that carries them opens (consent rule R36).
STATE_LABELS = "HIV,PSY,DV,GEN"

# Flask's debugger shows memory to whoever finds it: refused in production.
DEBUG = False

# Languages offered, the first is the default.
LANGUAGES = "en"
