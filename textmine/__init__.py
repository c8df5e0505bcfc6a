"""textmine: from published self-evaluation forms (财政项目支出绩效自评表) to the causes of lost points."""

__version__ = "0.1.0"
