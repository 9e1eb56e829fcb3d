"""What is said and asked: templates, questionnaire and conversation."""
