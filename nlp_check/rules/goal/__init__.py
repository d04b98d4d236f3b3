"""Goal: the sentence that ties the work to a task of the patient's life."""
