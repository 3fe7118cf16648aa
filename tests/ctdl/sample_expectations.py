"""What each sample document beside a development checkout is expected to give, and why."""

from typing import Final, NamedTuple


class Sample(NamedTuple):
    """What is expected of a sample: `codes` are its errors, `readdressed` its own resources."""

    path: str
    triples: int
    codes: set[str]
    readdressed: int
    reason: str


def taken(path: str, triples: int, readdressed: int = 1) -> Sample:
    return Sample(path, triples, set(), readdressed, "complete")


def found_wanting(path: str, triples: int, readdressed: int, code: str, reason: str) -> Sample:
    return Sample(path, triples, {code}, readdressed, reason)


def refused(path: str, triples: int, code: str, reason: str) -> Sample:
    return Sample(path, triples, {code}, 0, reason)


NO_CTID: Final = "an extract of the handbook: no resource states a CTID"
OLD_CTID: Final = "a CTID of 2018 in upper case"
NO_CONTEXT: Final = "no context: no JSON-LD processor finds CTDL in it"
INCOMPLETE: Final = "lacks properties the minimum data policy requires"
ENVELOPE: Final = "an envelope, not its payload"

SAMPLES: Final = (
    refused(
        "competency-frameworks/ConnectingCredentials.json",
        920,
        "CTID_URI_MISMATCH",
        "addresses and CTIDs of two resources exchanged",
    ),
    found_wanting(
        "competency-frameworks/ConnectingCredentialsLevels.json",
        61,
        9,
        "POLICY_REQUIRED_MISSING",
        INCOMPLETE,
    ),
    taken("competency-frameworks/ONET_Basic_Skills_Competency_Framework_9-27-19.json", 143, 13),
    refused(
        "competency-frameworks/SampleCompetencyFramework_with_Envelope.json",
        0,
        "DOCUMENT_IS_ENVELOPE",
        ENVELOPE,
    ),
    taken("credentials/Credential_PublishDetailedRecord_API_output.json", 231, 1),
    taken("credentials/Credential_WithOutcomeData_Credential_API_output.json", 194, 2),
    refused(
        "credentials/legacy-2018/2018-03-15_credential_112_payload.json",
        189,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "credentials/legacy-2018/2018-03-15_credential_1167_payload.json",
        58,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "credentials/legacy-2018/2018-03-15_credential_67_payload.json",
        164,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    found_wanting(
        "handbook/CredentialTypes/basicDescription.json",
        24,
        1,
        "DOMAIN_VIOLATION",
        "a name on a JurisdictionProfile, which CTDL does not have",
    ),
    refused(
        "handbook/CredentialTypes/credentialComparison.json",
        29,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/CredentialTypes/frameworkLevels.json",
        56,
        "CTID_MISSING",
        NO_CTID,
    ),
    taken("handbook/QualificationsFramework/basicDescription.json", 17, 1),
    refused(
        "handbook/QualificationsFramework/credentialLevel.json",
        8,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/QualificationsFramework/frameworkAlignment.json",
        15,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/QualificationsFramework/levelDesriptors.json",
        91,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/RecognitionOfPriorLearning/plpolicy-example.json",
        6,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/RecognitionOfPriorLearning/support-example.json",
        14,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/RecognitionOfPriorLearning/ta-example.json",
        42,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/RecognitionOfPriorLearning/tvp-example1.json",
        25,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/RecognitionOfPriorLearning/tvp-example2.json",
        31,
        "CLASS_NOT_A_TERM",
        "a class without its prefix",
    ),
    refused(
        "handbook/RecognitionOfPriorLearning/tvp-example3.json",
        21,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/SupportClasses/eval-example.json",
        16,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/SupportClasses/financialAssistForTravel-example.json",
        17,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/SupportClasses/jobPay-example.json",
        18,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/SupportClasses/structState-example.json",
        8,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/SupportClasses/vp-example.json",
        7,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "handbook/degreeWithConcentration.json",
        26,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_LearningOpportunity_15_payload.json",
        58,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_LearningOpportunity_2067_payload.json",
        52,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_LearningOpportunity_2100_payload.json",
        117,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_LearningOpportunity_23_payload.json",
        62,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_assessment_23_payload.json",
        20,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_organization_13_payload.json",
        57,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_organization_16_payload.json",
        52,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/2018-03-15_organization_69_payload.json",
        140,
        "CTID_UPPERCASE",
        OLD_CTID,
    ),
    refused(
        "organizations-lo-assessments/CostManifest.json",
        0,
        "DOCUMENT_IS_ENVELOPE",
        ENVELOPE,
    ),
    refused(
        "organizations-lo-assessments/LearningOpportunityEnvelope.json",
        0,
        "DOCUMENT_IS_ENVELOPE",
        ENVELOPE,
    ),
    taken("organizations-lo-assessments/ProPath_Published.json", 84, 2),
    taken("outcome-data/CareerBridge_Credential_WithAggregateDataProfile_API_Output.json", 107, 2),
    refused(
        "outcome-data/Kansas_Credential_WithAggregateDataProfile_API_Output.json",
        33,
        "VALUE_WRONG_TYPE",
        "an amount where CTDL has a resource",
    ),
    refused(
        "pathways/CompTIA-IT_Networking_Specialist.jsonld",
        126,
        "CTID_MALFORMED",
        "a CTID one digit short",
    ),
    refused(
        "pathways/comptia-IT_progModel.json",
        84,
        "PROPERTY_NOT_A_TERM",
        "dcterms: is not declared by the context",
    ),
    refused("pathways/vcred.json", 25, "DOCUMENT_NOT_OBJECT", "a list of documents"),
    refused(
        "qualifications-frameworks/ACQF.json",
        114,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    refused(
        "qualifications-frameworks/EQF.json",
        97,
        "REF_NOT_IRI",
        "'etc' stands where an address belongs",
    ),
    refused(
        "qualifications-frameworks/NLQF.json",
        20,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    taken("registry-ingest/Course-1a.json", 69, 1),
    taken("registry-ingest/Course-1b.json", 39, 1),
    taken("registry-ingest/Course-1c.json", 40, 1),
    taken("registry-ingest/Credential-1-graph.json", 33, 1),
    taken("registry-ingest/Credential-1.json", 33, 1),
    taken("registry-ingest/LearningProgram-1.json", 70, 1),
    taken("registry-ingest/LearningProgram-2.json", 66, 1),
    taken("registry-ingest/Organization-1.json", 30, 1),
    taken("transfer-value/ACE-CompetencyFrameworkPrinciplesofFinance_LearningOutcomes.json", 30, 7),
    taken(
        "transfer-value/ACE_-_Sophia_Learning_LLC_-_Principles_of_FinanceTVP-PUBLISHED_JSON-LD.json",
        161,
        1,
    ),
    refused(
        "transfer-value/CTDL_-_Assessment_-_ACE_-_Introductory_Sociology.json",
        83,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    refused(
        "transfer-value/CTDL_-_Course_-_ACE_-_Sophia_Learning_LLC_-_Principles_of_Finance.json",
        126,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    refused(
        "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_1.json",
        19,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    refused(
        "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_2.json",
        26,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    refused(
        "transfer-value/CTDL_-_Course_-_KBOR_-_Infantryman_Level_10.json",
        29,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    refused(
        "transfer-value/CTDL_-_Course_-_KBOR_-_SWT_Transfer_-_Accounting.json",
        41,
        "CONTEXT_MISSING",
        NO_CONTEXT,
    ),
    refused(
        "transfer-value/policy-example.json",
        6,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "transfer-value/ta-example.json",
        13,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "transfer-value/tv-example.json",
        20,
        "CTID_MISSING",
        NO_CTID,
    ),
    refused(
        "validate-fixtures/bug_class_250_bare_uuid_for_ctid.json",
        3,
        "CTID_BARE_UUID",
        "a UUID without ce-",
    ),
    refused("validate-fixtures/clean_empty_graph.json", 0, "GRAPH_EMPTY", "describes nothing"),
    refused(
        "validate-fixtures/clean_optional_only.json",
        1,
        "DOCUMENT_NOT_OBJECT",
        "a list of documents",
    ),
    found_wanting(
        "validate-fixtures/clean_single_entity.json",
        4,
        1,
        "POLICY_REQUIRED_MISSING",
        INCOMPLETE,
    ),
    found_wanting(
        "validate-fixtures/external_reference.json",
        4,
        1,
        "POLICY_REQUIRED_MISSING",
        INCOMPLETE,
    ),
    found_wanting(
        "validate-fixtures/inverse_mismatch.json",
        11,
        3,
        "INVERSE_MISMATCH",
        "a part that says it belongs to another whole",
    ),
)
UNKNOWN_CONTEXT: Final = "pathways/ProgressionModel.json"
UNREADABLE: Final = {
    "CTID_MALFORMED",
    "CTID_UPPERCASE",
    "CTID_MISSING",
    "CTID_BARE_UUID",
    "CTID_URI_MISMATCH",
    "DOCUMENT_IS_ENVELOPE",
    "DOCUMENT_NOT_OBJECT",
    "CONTEXT_MISSING",
    "CONTEXT_UNKNOWN",
    "GRAPH_EMPTY",
    "CLASS_NOT_A_TERM",
    "PROPERTY_NOT_A_TERM",
    "VALUE_WRONG_TYPE",
    "REF_NOT_IRI",
}
