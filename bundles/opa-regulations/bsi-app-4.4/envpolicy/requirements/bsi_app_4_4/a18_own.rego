package envpolicy.requirements.bsi_app_4_4.a18_own

import data.lib.envpolicy.checks.micro_segmentation

findings contains finding if some finding in micro_segmentation.findings
