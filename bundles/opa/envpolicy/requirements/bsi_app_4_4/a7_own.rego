package envpolicy.requirements.bsi_app_4_4.a7_own

import data.lib.envpolicy.checks.default_deny

findings contains finding if some finding in default_deny.findings
